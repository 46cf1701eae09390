/** Structs of our own API group, in the form of structs.generated.ts. The truth about them is api/schema; a test compares. */
export const OWN_STRUCTS: Readonly<Record<string, string>> = {
  Fault: "apiVersion kind metadata=meta:ObjectMeta spec=FaultSpec",
  FaultSpec: "afterSeconds=d containerName error everySeconds=d exitCode=i image namespace nodeName podName seconds=d times=i type=s!",
  Image: "apiVersion kind metadata=meta:ObjectMeta spec=ImageSpec",
  ImageSpec: "image=s! memoryBytes=l memoryGrowthBytesPerSecond=l preloaded=b probes=ImageProbes pull=ImagePull run=ImageRun sizeBytes=l start=ImageStart stop=ImageStop",
  ImageProbes: "httpStatus=i tcpRefused=b",
  ImagePull: "error seconds=d",
  ImageRun: "exitAfterSeconds=d exitCode=i times=i",
  ImageStart: "seconds=d",
  ImageStop: "afterSeconds=d exitCode=i ignoresSigterm=b",
};
