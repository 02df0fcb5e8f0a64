using System.Runtime.InteropServices;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Ports;

/// <summary>
/// Makes the host's ends of network interfaces: a tap on a bridge, a macvtap on a card. A machine is given descriptors,
/// and what would outlive them is noted before it is made.
/// </summary>
public interface INetworkAttachments
{
    /// <summary>
    /// Makes the host's end of one interface. Everything is undone when it fails. Throws
    /// <see cref="Errors.PandoException"/> <c>network.…</c>.
    /// </summary>
    /// <param name="request">Whose and which.</param>
    /// <param name="note">Called before anything is made that does not go away with its descriptors.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null for an interface that needs nothing of the host.</returns>
    ValueTask<OpenedInterface?> AttachAsync(
        AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has a tap that is there on the bridge that its interface names, as it would be if it had been made there; one that is
    /// there already stays. It is where it was when this fails. Throws <see cref="Errors.PandoException"/> <c>network.…</c>.
    /// </summary>
    /// <param name="request">The interface as it is to be, with the name of its tap.</param>
    /// <param name="note">Called before anything is made that does not go away with its descriptors; what is noted already may be noted again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask MoveAsync(AttachmentRequest request, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has the end of an interface that is connected be as fast as its interface says, or the class that it is of on its network; also
    /// when it says nothing any more. Throws <see cref="Errors.PandoException"/> <c>network.…</c>.
    /// </summary>
    /// <param name="request">The interface as it is to be, with the name of its end.</param>
    /// <param name="known">What is noted of it.</param>
    /// <param name="note">Called before anything is made that does not go away with the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What of it has to be released at the end.</returns>
    ValueTask<IReadOnlyList<AttachmentRecord>> SetSpeedAsync(
        AttachmentRequest request, IReadOnlyList<AttachmentRecord> known, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken = default);

    /// <summary>Removes what daemons that are gone have left where nothing notes it any more: after the host went down, its run directory is empty.</summary>
    /// <returns>The names of it.</returns>
    ValueTask<IReadOnlyList<string>> TidyAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes what was noted, also when only a part of it was made, or nothing; a second time changes nothing.</summary>
    ValueTask ReleaseAsync(AttachmentRecord record, CancellationToken cancellationToken = default);
}

/// <summary>An interface that needs an end on the host.</summary>
/// <param name="Machine">The machine's name, for errors.</param>
/// <param name="Interface">With its alias and its address.</param>
/// <param name="Owner">The user that QEMU runs as; null is the daemon's own.</param>
public sealed record AttachmentRequest(string Machine, InterfaceDevice Interface, uint? Owner)
{
    /// <summary>The machine's identity, which a switch is told; null is none.</summary>
    public DomainId? MachineId { get; init; }
}

/// <summary>What of an interface's end on the host does not go away with its descriptors.</summary>
/// <param name="Kind">What made it: <c>direct</c>, <c>filter</c> for its rules, <c>speed</c>, <c>floor</c>, <c>switch</c>, <c>function</c>.</param>
/// <param name="Device">The name of the host's device.</param>
/// <param name="Mac">Its address, by which it is known again: names are used anew.</param>
/// <param name="LowerDevice">The card whose address, or the device whose speed was changed by it; null where none was.</param>
/// <param name="LowerMac">The address that the card had.</param>
public sealed record AttachmentRecord(string Kind, string Device, string Mac, string? LowerDevice = null, string? LowerMac = null)
{
    /// <summary>The interface that it was made for; null in what an earlier daemon wrote.</summary>
    public string? Alias { get; init; }

    /// <summary>The number of the host's device, or of the card's function, where it is known by that.</summary>
    public int? DeviceIndex { get; init; }

    /// <summary>The VLAN that a card kept for its function before; null where it is none of a card's.</summary>
    public int? LowerVlan { get; init; }
}

/// <summary>An interface's end on the host, to be handed to QEMU. The caller closes it.</summary>
/// <param name="Interface">With the name of the host's end, or with the function of a card that its network gave.</param>
/// <param name="Queues">One descriptor for each pair of queues.</param>
/// <param name="Vhosts">As many of vhost-net; none where QEMU itself moves the packets.</param>
/// <param name="Record">What has to be released at the end; null is nothing.</param>
public sealed record OpenedInterface(
    InterfaceDevice Interface, IReadOnlyList<SafeHandle> Queues, IReadOnlyList<SafeHandle> Vhosts, AttachmentRecord? Record) : IDisposable
{
    /// <summary>What its speed needs that has to be released at the end.</summary>
    public IReadOnlyList<AttachmentRecord> Speed { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var handle in Queues.Concat(Vhosts))
        {
            handle.Dispose();
        }
    }
}
