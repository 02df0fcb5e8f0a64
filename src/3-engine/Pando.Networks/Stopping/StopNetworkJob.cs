using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model.Jobs;
using Pando.Model.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.Dnsmasq;
using Pando.Networks.Firewall;
using Pando.Networks.Running;

namespace Pando.Networks.Stopping;

/// <summary>Which network.</summary>
internal sealed record StopNetworkInput(Guid Id);

[JsonSerializable(typeof(StopNetworkInput))]
internal sealed partial class StopNetworkJson : JsonSerializerContext;

/// <summary>
/// Stops a network. There is only forward: each step may be done again, and the record goes last, so that what is left of a network
/// that could not be stopped can be stopped once more.
/// </summary>
internal sealed class StopNetworkJob(NetworkServices services, NetworkRegistry registry) : JobKind
{
    public const string KindName = "network.stop";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public static byte[] Input(NetworkId id) => JsonSerializer.SerializeToUtf8Bytes(new StopNetworkInput(id.Value), StopNetworkJson.Default.StopNetworkInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var id = new NetworkId(JsonSerializer.Deserialize(input.Span, StopNetworkJson.Default.StopNetworkInput)!.Id);
        return [new EndServer(services, id), new RemoveBridge(services, id), new TakeFirewallBack(services, id), new ForgetNetwork(services, registry, id)];
    }

    private abstract class ForwardStep : JobStep
    {
        public sealed override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class EndServer(NetworkServices services, NetworkId id) : ForwardStep
    {
        public override string Name => "end-server";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await DnsmasqServer.StopAsync(services.Paths, id, services.Time, cancellationToken);
    }

    private sealed class RemoveBridge(NetworkServices services, NetworkId id) : ForwardStep
    {
        public override string Name => "remove-bridge";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (LiveNetworkFile.TryRead(services.Paths, id) is { Definition: { MakesBridge: true } network })
            {
                KernelErrors.Of(network.Name, () => NetworkBridgeDevice.Remove(network));
            }
            return ValueTask.CompletedTask;
        }
    }

    private sealed class TakeFirewallBack(NetworkServices services, NetworkId id) : ForwardStep
    {
        public override string Name => "take-firewall-back";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (LiveNetworkFile.TryRead(services.Paths, id) is { Definition: { MakesBridge: true } network })
            {
                await services.Zones.TakeBackAsync(network, cancellationToken);
                await DockerForwarding.TakeBackAsync(network, cancellationToken);
                await Nft.TakeBackAsync(NetworkRuleset.Of(LiveNetworkFile.All(services.Paths).Where(live => live.Definition.Id != id)), cancellationToken);
            }
        }
    }

    private sealed class ForgetNetwork(NetworkServices services, NetworkRegistry registry, NetworkId id) : ForwardStep
    {
        public override string Name => "forget-network";

        public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (LiveNetworkFile.TryRead(services.Paths, id) is { Transient: true })
            {
                DnsmasqServer.Forget(services.Paths, id);
            }
            LiveNetworkFile.Delete(services.Paths, id);
            registry.Stopped(id, job.By);
            return ValueTask.CompletedTask;
        }
    }
}
