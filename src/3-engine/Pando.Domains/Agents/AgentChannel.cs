using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Agents;

/// <summary>The channel of a machine that an agent listens on, with the socket of its host's end.</summary>
/// <param name="Alias">The port's device id, by which QEMU tells of it.</param>
/// <param name="Path">The unix socket that QEMU listens on.</param>
internal sealed record AgentChannel(string Alias, string Path)
{
    /// <summary>Null where the machine has none that the daemon can connect to.</summary>
    public static AgentChannel? Of(DomainDefinition live)
    {
        foreach (var channel in live.Devices.Channels.Items)
        {
            if (channel is { Name: ChannelDevice.GuestAgentName, Alias: { } alias, Backend: UnixBackend { Listens: true, Path: { } path } })
            {
                return new AgentChannel(alias.Name, path);
            }
        }
        return null;
    }
}
