/** A profile that cannot be read or added up; the message is one line that names the file and the place. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}
