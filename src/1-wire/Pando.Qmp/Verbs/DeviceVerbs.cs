using System.Text.Json.Nodes;

namespace Pando.Qmp;

/// <summary>Plugs a device in; arguments are <c>driver</c>, <c>id</c>, <c>bus</c> and the driver's properties.</summary>
public sealed record DeviceAdd(JsonObject Arguments) : OpenVerb<Nothing>("device_add", Arguments);

/// <summary>Asks the guest to let a device go; <see cref="DeviceDeletedEvent"/> tells when it did.</summary>
/// <param name="Id">The device.</param>
public sealed record DeviceDel(string Id) : QmpVerb<Nothing>("device_del");

/// <summary>Makes an object; arguments are <c>qom-type</c>, <c>id</c> and the type's properties.</summary>
public sealed record ObjectAdd(JsonObject Arguments) : OpenVerb<Nothing>("object-add", Arguments);

/// <summary>Removes an object that nothing uses.</summary>
/// <param name="Id">The object.</param>
public sealed record ObjectDel(string Id) : QmpVerb<Nothing>("object-del");
