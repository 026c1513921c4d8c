export {isTorch, play, type Played, type TorchRan} from './play.ts'
export {checkTorch} from './agreement.ts'
export {asTorch} from './translate.ts'
export {torchText} from './text.ts'
