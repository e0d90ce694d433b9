/** The file of the worker that keeps the accounts of a page, or of a worker of it. */
import '../../host/browser/worker-main.ts';
