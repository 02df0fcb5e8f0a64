using System.Buffers.Binary;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.TrafficMessages;

namespace Pando.Linux.Networking;

/// <summary>
/// How fast devices send, and what becomes of what they receive (tc(8), tc-htb(8), tc-u32(8), tc-mirred(8)), in the network namespace of
/// the calling thread. What is sent waits in one queue of classes, <c>1:</c>; what is received is handed to a device that sends it in turn.
/// </summary>
public sealed class TrafficControl : IDisposable
{
    private const ushort NewQueue = 36;
    private const ushort DeleteQueue = 37;
    private const ushort GetQueue = 38;
    private const ushort NewClass = 40;
    private const ushort DeleteClassType = 41;
    private const ushort GetClass = 42;
    private const ushort NewFilter = 44;
    private const ushort DeleteFilterType = 45;
    private const ushort GetFilter = 46;
    private const uint Root = 0xffffffff;
    private const uint Ingress = 0xfffffff1;
    private const uint IngressHandle = 0xffff0000;
    private const uint Handle = 0x10000;
    private const ushort AnyProtocol = 0x0300;
    private const string Htb = "htb";
    private const ushort HtbInit = 2;
    private const uint HtbVersion = 3;
    private const uint RateToQuantum = 10;
    private const ushort U32Class = 1;
    private const ushort U32Action = 7;
    // The words of a frame's head with the receiver's address, counted from the packet behind it.
    private const int FirstAt = -16;
    private const int LastAt = -12;
    private const uint FirstOctets = 0x0000ffff;
    private const ushort FirstAction = 1;
    private const ushort MirredParameters = 2;
    private const int MirredBytes = 28;
    private const int MirredTargetAt = 24;
    private const int Stolen = 4;
    private const int RedirectOut = 1;

    private readonly NetlinkSocket _kernel;

    private TrafficControl(NetlinkSocket kernel) => _kernel = kernel;

    /// <summary>Opens the way to the kernel.</summary>
    /// <exception cref="SyscallException">It is closed.</exception>
    public static TrafficControl Open() => new(NetlinkSocket.Open(Libc.NETLINK_ROUTE));

    /// <summary>Has a device send by classes; one that does so already stays as it is.</summary>
    /// <param name="link">The device.</param>
    /// <param name="usual">The class of packets that no filter puts into another.</param>
    /// <exception cref="SyscallException">ENOENT: the kernel has no htb.</exception>
    public void SendByClasses(NetworkLink link, int usual)
    {
        if (SendsByClasses(link))
        {
            return;
        }

        // struct tc_htb_glob.
        byte[] init = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(init, HtbVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(init.AsSpan(4), RateToQuantum);
        BinaryPrimitives.WriteUInt32LittleEndian(init.AsSpan(8), (uint)usual);
        Ask(NewQueue, NetlinkFlags.Create | NetlinkFlags.Replace, Fixed(link.Index, Handle, Root), link, request => request
            .Add(Kind, Htb).Nest(Options, options => options.Add(HtbInit, init)));
    }

    /// <summary>Has a device send as it did before; without a loss of what others have set up there.</summary>
    public void SendAsUsual(NetworkLink link)
    {
        if (SendsByClasses(link))
        {
            Ask(DeleteQueue, 0, Fixed(link.Index, Handle, Root), link);
        }
    }

    /// <summary>Makes a class, or changes one that is there.</summary>
    /// <param name="link">The device.</param>
    /// <param name="id">The class.</param>
    /// <param name="parent">The class that it borrows from; 0 is none.</param>
    /// <param name="rate">How fast it is.</param>
    public void PutClass(NetworkLink link, int id, int parent, TrafficRate rate) => Ask(
        NewClass, NetlinkFlags.Create, Fixed(link.Index, Handle | (uint)id, Handle | (uint)parent), link,
        request => request.Add(Kind, Htb).Nest(Options, options => AddRate(options, rate)));

    /// <summary>Removes a class.</summary>
    public void DeleteClass(NetworkLink link, int id) => Ask(DeleteClassType, 0, Fixed(link.Index, Handle | (uint)id, 0), link);

    /// <summary>Where the packets of a class wait: fairly among their senders where the kernel can do that, else in one line.</summary>
    /// <param name="link">The device.</param>
    /// <param name="id">The class.</param>
    /// <param name="bytes">How long that line is.</param>
    public void PutLine(NetworkLink link, int id, uint bytes)
    {
        byte[] place = Fixed(link.Index, (uint)(id + 1) << 16, Handle | (uint)id);
        try
        {
            Ask(NewQueue, NetlinkFlags.Create | NetlinkFlags.Replace, place, link, static request => request.Add(Kind, "fq_codel"));
        }
        catch (SyscallException e) when (e.Errno is Errno.ENOENT or Errno.EOPNOTSUPP or Errno.EINVAL)
        {
            // It is not there, or (EINVAL) there is a line of this kind already.
            Ask(NewQueue, NetlinkFlags.Create | NetlinkFlags.Replace, place, link, request => request.Add(Kind, "bfifo").Add(Options, bytes));
        }
    }

    /// <summary>Puts packets for a guest's address into a class.</summary>
    /// <param name="link">The device.</param>
    /// <param name="priority">The filter's place, by which it is removed again; one is there only once.</param>
    /// <param name="mac">The address in 48 bits.</param>
    /// <param name="id">The class.</param>
    public void PutFilter(NetworkLink link, int priority, long mac, int id) => Ask(
        NewFilter, NetlinkFlags.Create | NetlinkFlags.Exclusive, Fixed(link.Index, 0, Handle, Info(priority)), link,
        request => request.Add(Kind, "u32").Nest(Options, options => AddSelector(
            options.Add(U32Class, Handle | (uint)id), (FirstOctets, (uint)(mac >> 32), FirstAt), (uint.MaxValue, (uint)(mac & uint.MaxValue), LastAt))));

    /// <summary>Removes a filter.</summary>
    public void DeleteFilter(NetworkLink link, int priority) => Ask(DeleteFilterType, 0, Fixed(link.Index, 0, Handle, Info(priority)), link);

    /// <summary>Hands all that a device receives to another one, which sends it (an <c>ifb</c>): then it goes on as if it had just come.</summary>
    /// <exception cref="SyscallException">ENOENT: the kernel has no ingress, u32 or mirred.</exception>
    public void HandOver(NetworkLink link, NetworkLink target)
    {
        if (Filters(link, received: true).Any(filter => filter.Target == target.Index))
        {
            return;
        }

        TakeBack(link);
        Ask(NewQueue, NetlinkFlags.Create | NetlinkFlags.Exclusive, Fixed(link.Index, IngressHandle, Ingress), link, static request => request.Add(Kind, "ingress"));
        // struct tc_mirred.
        byte[] mirred = new byte[MirredBytes];
        BinaryPrimitives.WriteInt32LittleEndian(mirred.AsSpan(8), Stolen);
        BinaryPrimitives.WriteInt32LittleEndian(mirred.AsSpan(20), RedirectOut);
        BinaryPrimitives.WriteInt32LittleEndian(mirred.AsSpan(MirredTargetAt), target.Index);
        Ask(NewFilter, NetlinkFlags.Create | NetlinkFlags.Exclusive, Fixed(link.Index, 0, IngressHandle, Info(1)), link, request => request
            .Add(Kind, "u32")
            .Nest(Options, options =>
            {
                AddSelector(options, (0, 0, 0));
                options.Nest(U32Action, actions => actions.Nest(FirstAction, action => action
                    .Add(Kind, "mirred").Nest(Options, what => what.Add(MirredParameters, mirred))));
            }));
    }

    /// <summary>Leaves what a device receives with it.</summary>
    public void TakeBack(NetworkLink link)
    {
        if (Queue(link, Ingress) is not null)
        {
            Ask(DeleteQueue, 0, Fixed(link.Index, IngressHandle, Ingress), link);
        }
    }

    /// <summary>Whether a device sends by classes.</summary>
    public bool SendsByClasses(NetworkLink link) => Queue(link, Root) is (Htb, Handle);

    /// <summary>The classes that a device sends by.</summary>
    public IReadOnlyList<TrafficClass> Classes(NetworkLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return [.. Ask(GetClass, NetlinkFlags.Dump, Fixed(link.Index, 0, 0), link).Select(ReadClass).OfType<TrafficClass>()];
    }

    /// <summary>The filters of what a device sends, or of what it receives.</summary>
    public IReadOnlyList<TrafficFilter> Filters(NetworkLink link, bool received = false)
    {
        ArgumentNullException.ThrowIfNull(link);
        return
        [
            .. Ask(GetFilter, NetlinkFlags.Dump, Fixed(link.Index, 0, received ? IngressHandle : Handle), link)
                .Select(static answer => (
                    Priority: (int)(BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)) >> 16),
                    Options: new NetlinkAttributes(answer.AsSpan(FixedBytes)).Nested(Options)))
                // Among them are the tables that the kernel keeps filters in.
                .Where(static filter => filter.Options?.Bytes(U32Class) is not null || filter.Options?.Nested(U32Action) is not null)
                .Select(static filter => new TrafficFilter(filter.Priority, (int)((filter.Options!.Number(U32Class) ?? 0) & 0xffff), Target(filter.Options), Address(filter.Options))),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static int? Target(NetlinkAttributes options) =>
        options.Nested(U32Action)?.Nested(FirstAction)?.Nested(Options)?.Bytes(MirredParameters) is { Length: >= MirredBytes } parameters
            ? BinaryPrimitives.ReadInt32LittleEndian(parameters.AsSpan(MirredTargetAt))
            : null;

    private static long? Address(NetlinkAttributes options) => ReadWord(options, FirstAt) is { } first && ReadWord(options, LastAt) is { } last
        ? ((long)first << 32) | last
        : null;

    private static uint Info(int priority) => ((uint)priority << 16) | AnyProtocol;

    /// <summary>The queue at a place; null where there is none, or only what every device begins with.</summary>
    private (string? Kind, uint Handle)? Queue(NetworkLink link, uint place)
    {
        ArgumentNullException.ThrowIfNull(link);
        try
        {
            // Without the wish for an echo older kernels tell it to everybody but who has asked.
            return Ask(GetQueue, NetlinkFlags.Echo, Fixed(link.Index, 0, place), link) is [var answer, ..]
                ? (new NetlinkAttributes(answer.AsSpan(FixedBytes)).Text(Kind), BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(8)))
                : null;
        }
        catch (SyscallException e) when (e.Errno is Errno.ENOENT or Errno.EINVAL)
        {
            return null;
        }
    }

    private IReadOnlyList<byte[]> Ask(ushort type, ushort flags, byte[] fixedPart, NetworkLink link, Action<NetlinkRequest>? content = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        var request = new NetlinkRequest(type, flags, fixedPart);
        content?.Invoke(request);
        return _kernel.Ask(request, link.Name);
    }
}
