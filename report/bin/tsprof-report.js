#!/usr/bin/env node
'use strict';
if (require('./is-supported.js')('tsprof-report')) require('./load.js')('main');
