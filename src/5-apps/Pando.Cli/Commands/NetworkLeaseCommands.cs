using Pando.Api.Networks;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>net-dhcp-leases</c>.</summary>
internal static class NetworkLeaseCommands
{
    public static CliCommand Leases(string name)
    {
        var network = NetworkCommands.Network();
        var card = new Setting("--mac", "MAC");
        return new CliCommand(name, "net-dhcp-leases", ListAsync, network, card) { Examples = ["pando net-dhcp-leases default"] };

        async Task<int> ListAsync(Run run)
        {
            IReadOnlyList<DhcpLease> leases =
            [
                .. (await run.Client.ListNetworkLeasesAsync(run.Value(network)))
                    .Where(lease => run.Value(card) is not { } wanted || string.Equals(lease.Mac, wanted, StringComparison.OrdinalIgnoreCase)),
            ];
            run.Show(leases, writer =>
            {
                var texts = run.Texts;
                var table = new Table(texts["network.lease-until"], "MAC", texts["network.lease-family"], texts["network.lease-address"], texts["network.lease-host"], texts["network.lease-client"]);
                foreach (var lease in leases)
                {
                    table.Add(
                        lease.ExpiresAt is { } end ? run.Around.Time.Recently(end) : "-", lease.Mac ?? "-", lease.Family, lease.Address, lease.HostName ?? "-", lease.ClientId ?? "-");
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }
}
