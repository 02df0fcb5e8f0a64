namespace Pando.Api.Machines;

/// <summary>What becomes of a machine when its guest ends.</summary>
public sealed record LifecycleActionRequest
{
    /// <summary>When: <c>poweroff</c>, <c>reboot</c> or <c>crash</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What: <c>destroy</c>, <c>restart</c>, <c>preserve</c>; of a crash also <c>coredump-destroy</c>, <c>coredump-restart</c>.</summary>
    public required string Action { get; init; }
}
