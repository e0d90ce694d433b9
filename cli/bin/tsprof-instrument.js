#!/usr/bin/env node
'use strict';
if (require('./is-supported.js')('tsprof-instrument')) require('./load.js')('instrument-main');
