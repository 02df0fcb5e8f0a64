namespace Pando.Model.Domains;

/// <summary>
/// What somebody did to a running machine past what Pando can answer for. It stays until the process ends: whoever looks
/// into a fault of the machine sees it first.
/// </summary>
public enum Taint
{
    /// <summary>QEMU was started with arguments or an environment of the definition's own (<c>qemu:commandline</c>).</summary>
    CustomArgv,

    /// <summary>Properties of a device were given to QEMU otherwise than Pando would (<c>qemu:override</c>).</summary>
    CustomDevice,

    /// <summary>A device tree of the definition's own was given to the guest.</summary>
    CustomDtb,

    /// <summary>Commands were sent to QEMU's monitor past Pando.</summary>
    CustomMonitor,

    /// <summary>Commands were sent to the guest's agent past Pando.</summary>
    CustomAgentCommand,
}

/// <summary>Finds taints and their words.</summary>
public static class Taints
{
    /// <summary>Those that a definition brings with it.</summary>
    public static EquatableArray<Taint> Of(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var extras = definition.QemuExtras;
        return
        [
            .. extras is { Arguments.IsEmpty: true, Environment.IsEmpty: true } ? [] : (Taint[])[Taint.CustomArgv],
            .. extras.Overrides.IsEmpty ? [] : (Taint[])[Taint.CustomDevice],
            .. definition.Os.DeviceTreePath is null ? [] : (Taint[])[Taint.CustomDtb],
        ];
    }

    /// <summary>libvirt's word for it: <c>custom-argv</c>.</summary>
    public static string Word(Taint taint) => taint switch
    {
        Taint.CustomArgv => "custom-argv",
        Taint.CustomDevice => "custom-device",
        Taint.CustomDtb => "custom-dtb",
        Taint.CustomMonitor => "custom-monitor",
        Taint.CustomAgentCommand => "custom-ga-command",
        _ => throw new ArgumentOutOfRangeException(nameof(taint)),
    };
}
