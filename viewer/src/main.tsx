import { render } from 'preact';
import { App } from './app.tsx';
import { followGraph } from './graph/layout.ts';
import { follow } from './live/follow.ts';
import { openCarried } from './open/open-file.ts';
import { PAGE_DATA_ID, PAGE_ROOT_ID, NO_DATA, type PageData } from './page-data.ts';
import { forgetTexts } from './source/source-text.ts';
import { pageData } from './state/opened.ts';
import { followTheme } from './state/theme.ts';
import { followUrl } from './state/url.ts';
import { followTimeline } from './timeline/timeline-state.ts';

function carriedData(): PageData {
  const text = document.getElementById(PAGE_DATA_ID)?.textContent ?? '';
  return text.trim() === '' ? NO_DATA : (JSON.parse(text) as PageData);
}

const data = carriedData();
pageData.value = data;
followTheme();
followUrl();
followGraph();
forgetTexts();
followTimeline();
render(<App />, document.getElementById(PAGE_ROOT_ID)!);
void openAll(data);

async function openAll({ profile, live, before }: PageData): Promise<void> {
  if (profile !== null && live !== null && 'url' in profile) void follow(profile.name, profile.url, live);
  else if (profile !== null) await openCarried(profile, 'profile');
  if (before !== null) await openCarried(before, 'earlier');
}
