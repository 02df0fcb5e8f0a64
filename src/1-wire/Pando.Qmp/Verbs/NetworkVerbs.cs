using System.Text.Json.Nodes;

namespace Pando.Qmp;

/// <summary>Makes the host's side of a network card; arguments are Netdev.</summary>
public sealed record NetdevAdd(JsonObject Arguments) : OpenVerb<Nothing>("netdev_add", Arguments);

/// <summary>Removes the host's side of a network card.</summary>
/// <param name="Id">The netdev.</param>
public sealed record NetdevDel(string Id) : QmpVerb<Nothing>("netdev_del");

/// <summary>Plugs a card's cable in or out.</summary>
/// <param name="Name">The card's device, or the netdev.</param>
/// <param name="Up">Plugged in.</param>
public sealed record SetLink(string Name, bool Up) : QmpVerb<Nothing>("set_link");
