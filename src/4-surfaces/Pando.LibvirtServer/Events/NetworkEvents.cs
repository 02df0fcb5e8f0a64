using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.Model.Events;
using Pando.Model.Networks;

namespace Pando.LibvirtServer.Events;

/// <summary>What happens to networks, as libvirt tells it. A change of a network that runs is none of libvirt's events.</summary>
internal static class NetworkEvents
{
    private static readonly Dictionary<string, VirNetworkEventLifecycleType> Lifecycle = new(StringComparer.Ordinal)
    {
        ["network.defined"] = VirNetworkEventLifecycleType.Defined,
        ["network.restored"] = VirNetworkEventLifecycleType.Defined,
        ["network.undefined"] = VirNetworkEventLifecycleType.Undefined,
        ["network.started"] = VirNetworkEventLifecycleType.Started,
        ["network.stopped"] = VirNetworkEventLifecycleType.Stopped,
    };

    /// <summary>What libvirt would tell of it.</summary>
    public static IEnumerable<Told> Of(PandoEvent happened)
    {
        if (Lifecycle.TryGetValue(happened.Type, out var kind) && NetworkId.TryParse(happened.Subject, out var id) && happened.Data.GetValueOrDefault("name") is { } name)
        {
            var network = new RemoteNetwork(name, id.Value);
            yield return new Told(VirNetworkEventId.Lifecycle, id.Value, (session, number) =>
                session.Send(RemoteProgram.NetworkEventLifecycle, new NetworkEventLifecycleMsg(number, network, (int)kind, 0)));
        }
    }
}
