/** What reads files for pages that a server has: it also adds large profiles up. */
import { figureOf } from '../figures/figures-of.ts';
import { answerQuestions } from './reading-service.ts';

answerQuestions(figureOf);
