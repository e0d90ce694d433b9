/** The package's `/overlay` entry: shows the panel by being loaded. */
import '../overlay/show.ts';
