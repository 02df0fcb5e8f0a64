using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The host's end of serial ports, consoles and channels (-chardev, which takes no JSON).</summary>
internal static class CharacterBackendArguments
{
    /// <summary>The id of the host's end of a device.</summary>
    public static string Id(Device device) => $"char{ArgumentContext.Alias(device)}";

    public static QemuArgument Of(CharacterBackend backend, Device device, ArgumentContext context) => (backend switch
    {
        PtyBackend => new KeyValueForm("pty").Add("id", Id(device)),
        UnixBackend { Listens: true } => new KeyValueForm("socket")
            .Add("id", Id(device))
            .Add("fd", context.Table.Add(Listener(device, context)))
            .Add("server", true)
            .Add("wait", false),
        // QEMU connects by itself, and again when the other side comes back.
        UnixBackend { Path: { } path } => new KeyValueForm("socket").Add("id", Id(device)).Add("path", path).Add("reconnect", 1),
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend, "A host's end that has no arguments."),
    }).As("-chardev");

    private static System.Runtime.InteropServices.SafeHandle Listener(Device device, ArgumentContext context) =>
        context.Opened.Listeners.GetValueOrDefault(ArgumentContext.Alias(device))
            ?? throw new ArgumentException($"No socket listens for {ArgumentContext.Alias(device)}.", nameof(device));
}
