/** The file that the companion thread runs. */
import '../host/node/companion-main.ts';
