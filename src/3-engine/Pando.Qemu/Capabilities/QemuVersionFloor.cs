using Pando.Model.Errors;

namespace Pando.Qemu.Capabilities;

/// <summary>
/// What a QEMU must have for Pando, thing by thing. QEMU 7.2 has all of it; no version number is looked at, because
/// distributions take features back and forth.
/// </summary>
public static class QemuVersionFloor
{
    private static readonly (string What, Func<QemuCapabilities, bool> Present)[] Needed =
    [
        ("-device in JSON", qemu => qemu.SchemaFacts.Contains("device_add:json-cli")),
        ("-add-fd", qemu => HasKeys(qemu, "add-fd", "fd", "set", "opaque")),
        ("-chardev socket,fd=", qemu => HasKeys(qemu, "chardev", "fd", "server", "wait")),
        ("-sandbox", qemu => HasKeys(qemu, "sandbox", "enable", "obsolete", "elevateprivileges", "spawn", "resourcecontrol")),
        ("-action", qemu => HasKeys(qemu, "action", "reboot", "shutdown", "panic", "watchdog")),
        ("blockdev-add", qemu => qemu.Commands.Contains("blockdev-add")),
        ("add-fd", qemu => qemu.Commands.Contains("add-fd")),
        ("query-cpus-fast", qemu => qemu.Commands.Contains("query-cpus-fast")),
        ("set-action", qemu => qemu.Commands.Contains("set-action")),
        ("screendump with a format", qemu => qemu.SchemaFacts.Contains("screendump.format")),
        ("memory-backend-ram", qemu => qemu.Objects.Contains("memory-backend-ram")),
        ("the accelerator", qemu => qemu.Accelerators.Contains(qemu.Accelerator.ToString().ToLowerInvariant())),
        ("a machine type that takes a memory backend", qemu => qemu.Machines.Any(machine => machine.RamId is not null)),
    ];

    /// <summary>What is missing, in QEMU's words; empty when it will do.</summary>
    public static IReadOnlyList<string> Missing(QemuCapabilities capabilities) =>
        [.. Needed.Where(need => !need.Present(capabilities)).Select(need => need.What)];

    /// <summary>Refuses a QEMU that lacks something.</summary>
    /// <exception cref="CallerException"><c>qemu.too-old</c>, with all that is missing.</exception>
    public static void Check(QemuCapabilities capabilities)
    {
        IReadOnlyList<string> missing = Missing(capabilities);
        if (missing.Count > 0)
        {
            throw new CallerException(
                ErrorCodes.Qemu.TooOld,
                ("path", capabilities.Binary.Path),
                ("version", capabilities.Version),
                ("missing", string.Join(", ", missing)));
        }
    }

    private static bool HasKeys(QemuCapabilities qemu, string option, params ReadOnlySpan<string> keys)
    {
        if (!qemu.Options.TryGetValue(option, out IReadOnlySet<string>? known))
        {
            return false;
        }

        foreach (string key in keys)
        {
            if (!known.Contains(key))
            {
                return false;
            }
        }

        return true;
    }
}
