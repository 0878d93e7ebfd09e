// The part of Plotly that the pages draw with. `scatter` comes with the core.
import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import heatmap from 'plotly.js/lib/heatmap';
import sankey from 'plotly.js/lib/sankey';
import chinese from 'plotly.js/lib/locales/zh-cn';

Plotly.register([bar, heatmap, sankey, chinese]);
export default Plotly;
