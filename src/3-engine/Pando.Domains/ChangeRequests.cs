using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Xml.Changes;

namespace Pando.Domains;

/// <summary>What a change of a machine holds for.</summary>
[Flags]
public enum ChangeScope
{
    /// <summary>The running machine where it runs, else its definition.</summary>
    Current = 0,

    /// <summary>The running machine, until it stops.</summary>
    Live = 1,

    /// <summary>The definition, from the next start on.</summary>
    Config = 2,
}

/// <summary>A change of a machine's devices, memory or processors.</summary>
public abstract record ChangeRequest : DomainRequest
{
    private protected ChangeRequest(DomainRequestKind kind, ChangeScope scope) : base(kind) => Scope = scope;

    /// <summary>What it holds for.</summary>
    public ChangeScope Scope { get; }

    /// <summary>The version of the definition the caller had read; another one fails with <c>domain.changed-meanwhile</c>. Null: whatever it is.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Whether the running machine is changed.</summary>
    /// <param name="runs">Whether a process belongs to the machine.</param>
    public bool IsLive(bool runs) => Scope.HasFlag(ChangeScope.Live) || (Scope == ChangeScope.Current && runs);

    /// <summary>Whether the stored definition is changed.</summary>
    /// <param name="runs">Whether a process belongs to the machine.</param>
    public bool IsConfig(bool runs) => Scope.HasFlag(ChangeScope.Config) || (Scope == ChangeScope.Current && !runs);
}

/// <summary>Gives the machine a device. A running guest finds it plugged in.</summary>
/// <param name="Device">The device as libvirt writes it.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record AttachDeviceRequest(DeviceText Device, ChangeScope Scope) : ChangeRequest(DomainRequestKind.AttachDevice, Scope);

/// <summary>
/// Takes a device away. A running guest is asked to release it; one that does not within a limit fails the request with
/// <c>domain.device-not-released</c>, and the device is gone when the guest releases it later.
/// </summary>
/// <param name="Device">What tells the device from the others; null where <paramref name="Alias"/> names it.</param>
/// <param name="Alias">Its alias.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record DetachDeviceRequest(DeviceText? Device, string? Alias, ChangeScope Scope) : ChangeRequest(DomainRequestKind.DetachDevice, Scope)
{
    /// <summary>Whether the guest has released it already: what is left is to take its back ends away.</summary>
    internal bool IsReleased { get; init; }
}

/// <summary>Changes a device: its medium, its link, its limits, its password.</summary>
/// <param name="Device">The whole device as it is to be.</param>
/// <param name="Scope">What it holds for.</param>
/// <param name="Force">Whether a guest that keeps a tray closed is not asked.</param>
/// <param name="InDefinition">What the definition is to have instead, where it is not the same as what runs; null is the same.</param>
public sealed record UpdateDeviceRequest(DeviceText Device, ChangeScope Scope, bool Force = false, DeviceText? InDefinition = null) : ChangeRequest(DomainRequestKind.UpdateDevice, Scope);

/// <summary>Gives the machine another number of virtual CPUs.</summary>
/// <param name="Count">How many.</param>
/// <param name="Maximum">Whether it is the most that the machine can have, which only the definition can change.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SetVcpusRequest(int Count, bool Maximum, ChangeScope Scope) : ChangeRequest(DomainRequestKind.SetVcpus, Scope);

/// <summary>Has single virtual CPUs there or not there.</summary>
/// <param name="Vcpus">Their numbers, from 0.</param>
/// <param name="Enabled">Whether they are there.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SwitchVcpusRequest(NumberSet Vcpus, bool Enabled, ChangeScope Scope) : ChangeRequest(DomainRequestKind.SwitchVcpus, Scope);

/// <summary>Says what becomes of the machine when its guest powers off, restarts or crashes.</summary>
/// <param name="Event">When.</param>
/// <param name="Action">What.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SetLifecycleActionRequest(LifecycleEvent Event, LifecycleAction Action, ChangeScope Scope)
    : ChangeRequest(DomainRequestKind.SetLifecycleAction, Scope);

/// <summary>Changes what people and programs keep with the machine.</summary>
/// <param name="Change">What.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record NoteRequest(NoteChange Change, ChangeScope Scope) : ChangeRequest(DomainRequestKind.Note, Scope);

/// <summary>Says what is counted of the machine.</summary>
/// <param name="Events">What is counted and what no longer; the others stay as they are.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SetPerfEventsRequest(EquatableArray<PerfEvent> Events, ChangeScope Scope) : ChangeRequest(DomainRequestKind.SetPerfEvents, Scope);

/// <summary>Gives the guest more or less memory; a running guest comes to it in its own time.</summary>
/// <param name="MemoryKiB">How much.</param>
/// <param name="Maximum">Whether it is the most that the machine can have, which only the definition can change.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SetMemoryRequest(long MemoryKiB, bool Maximum, ChangeScope Scope) : ChangeRequest(DomainRequestKind.SetMemory, Scope);

/// <summary>Gives the machine one more thread for the I/O of disks and controllers that name it.</summary>
/// <param name="Thread">The thread; its number must be free.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record AddIoThreadRequest(IoThreadDefinition Thread, ChangeScope Scope) : ChangeRequest(DomainRequestKind.AddIoThread, Scope);

/// <summary>Takes an I/O thread away that nothing uses.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record RemoveIoThreadRequest(int Number, ChangeScope Scope) : ChangeRequest(DomainRequestKind.RemoveIoThread, Scope);

/// <summary>Changes how an I/O thread polls and how many workers it has.</summary>
/// <param name="Values">The thread by its number, with what is to change; null leaves a value as it is.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record SetIoThreadRequest(IoThreadDefinition Values, ChangeScope Scope) : ChangeRequest(DomainRequestKind.SetIoThread, Scope);

/// <summary>Has the running machine follow its USB devices of the host: those that left are noted, those that came back are plugged in again.</summary>
public sealed record FollowUsbRequest() : ChangeRequest(DomainRequestKind.FollowUsb, ChangeScope.Live);
