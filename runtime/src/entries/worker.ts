/** The file that the accountant thread runs. */
import '../host/node/accountant-main.ts';
