/**
 * The page of the frame in which code runs: in a sandbox it has no origin, so no other page, no storage and no file, and its policy
 * allows no network. It starts a worker of the text that it is sent, and ends it when its time is over.
 */
export const cellFrame = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:">
<title>A sandbox</title>
</head>
<body>
<main><h1>A sandbox</h1><p>Code of the playground runs in here, and reaches nothing else.</p></main>
<script>
addEventListener('message', ({data: {text, limit}, source}) => {
  if (source !== parent) return
  const worker = new Worker(URL.createObjectURL(new Blob([text], {type: 'text/javascript'})))
  const end = (answer) => {
    clearTimeout(timer)
    worker.terminate()
    parent.postMessage(answer, '*')
  }
  const stop = (error) => end({printed: [], lines: [], error})
  const timer = setTimeout(stop, limit, 'It ran for more than ' + limit / 1000 + ' s, and was ended.')
  worker.onmessage = ({data}) => end(data)
  worker.onerror = ({message}) => stop(message)
})
</script>
</body>
</html>
`
