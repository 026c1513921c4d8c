declare module 'object-hash/dist/object_hash.js' {
  import hash from 'object-hash'
  export default hash
}
