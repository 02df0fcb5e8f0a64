using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices.Interfaces;

/// <summary>A switch in another process, which QEMU speaks to over a unix socket.</summary>
internal static class VhostUserArguments
{
    public static IEnumerable<QemuArgument> Of(VhostUserNetworkSource user, InterfaceDevice card, string id, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(card);
        KeyValueForm socket = new KeyValueForm("socket").Add("id", $"char{alias}");
        // QEMU waits for the switch before the guest runs: without it there is no card.
        socket = context.Opened.Connections.TryGetValue(alias, out System.Runtime.InteropServices.SafeHandle? connected)
            ? socket.Add("fd", context.Table.Add(connected))
            : user.Listens
            ? socket.Add("fd", context.Table.Add(Listener(alias, context))).Add("server", true)
            : socket.Add("path", user.Path).Add("reconnect", user.Reconnect is { Enabled: true } again ? again.Seconds : null);
        return
        [
            socket.As("-chardev"),
            new JsonForm().Add("type", "vhost-user").Add("chardev", $"char{alias}").Add("queues", card.Driver.Queues).Add("id", id).As("-netdev"),
        ];
    }

    private static System.Runtime.InteropServices.SafeHandle Listener(string alias, ArgumentContext context) =>
        context.Opened.Listeners.GetValueOrDefault(alias) ?? throw new ArgumentException($"No socket listens for {alias}.", nameof(alias));
}
