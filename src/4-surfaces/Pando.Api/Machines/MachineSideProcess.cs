namespace Pando.Api.Machines;

/// <summary>A program that runs beside QEMU for a machine.</summary>
public sealed record MachineSideProcess
{
    /// <summary>Which program: <c>virtiofsd</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The alias of the device it serves.</summary>
    public required string Device { get; init; }

    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>Whether it runs; one that has ended leaves its device without service until the machine is started again.</summary>
    public required bool Running { get; init; }
}
