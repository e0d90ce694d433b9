/** What reads files for pages that are one file and carry it: a profile that fits into one is added up by the page. */
import { answerQuestions } from './reading-service.ts';

answerQuestions(null);
