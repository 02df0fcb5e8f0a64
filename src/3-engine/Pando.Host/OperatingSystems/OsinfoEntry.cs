using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Host.OperatingSystems;

/// <summary>One file's word on an operating system, before what it inherits is added.</summary>
/// <param name="Own">What the file itself says.</param>
/// <param name="Parents">The identities it derives from or is a clone of, in their order.</param>
/// <param name="RemovedDevices">Devices of its parents that it does not have.</param>
internal sealed record OsinfoEntry(OperatingSystem Own, IReadOnlyList<string> Parents, IReadOnlyList<string> RemovedDevices);
