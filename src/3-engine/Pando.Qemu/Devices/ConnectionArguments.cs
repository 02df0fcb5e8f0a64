using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The character device over which QEMU speaks with a program beside it: a connected socket, by descriptor.</summary>
internal static class ConnectionArguments
{
    public static QemuArgument Of(Device device, string id, ArgumentContext context)
    {
        string alias = ArgumentContext.Alias(device);
        int number = context.Table.Add(context.Opened.Connections.GetValueOrDefault(alias)
            ?? throw new ArgumentException($"Nobody is connected for {alias}.", nameof(device)));
        return new KeyValueForm("socket").Add("id", id).Add("fd", number).As("-chardev");
    }
}
