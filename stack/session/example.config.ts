// #region config
import { define, rateLimit } from '#hooks';

const noContracts = define({
  name: 'no-contracts',
  points: {
    admission: ({ to }) => (to ? { accept: true } : { accept: false, reason: 'calls only' }),
  },
});

export default { l2BlockTimeMs: 100, hooks: [noContracts, rateLimit({ perMinute: 600 })] };
// #endregion
