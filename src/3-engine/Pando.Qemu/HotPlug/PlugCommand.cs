using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>One command of plugging a device in, with the one that takes it back.</summary>
public abstract record PlugCommand
{
    private protected PlugCommand() { }

    /// <summary>Does it.</summary>
    /// <exception cref="QmpException">QEMU refused or did not answer.</exception>
    public abstract Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken);

    /// <summary>Takes it back, when all that came after it has been taken back.</summary>
    /// <exception cref="QmpException">QEMU refused or did not answer.</exception>
    public abstract Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken);

    /// <summary>The same, with files of the host by other names.</summary>
    internal virtual PlugCommand At(IReadOnlyDictionary<string, string> names) => this;
}

/// <summary>Hands a descriptor over as a set, by which QEMU opens it like a file.</summary>
internal sealed record AddSet(SafeHandle Handle, long Set, string Note) : PlugCommand
{
    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new AddFd(Handle, Set, Note), null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new RemoveFd(Set), null, cancellationToken);
}

/// <summary>Hands a descriptor over under a name; the command that takes it closes it in the end.</summary>
internal sealed record NameDescriptor(SafeHandle Handle, string Name) : PlugCommand
{
    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new GetFd(Handle, Name), null, cancellationToken);

    public override async Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken)
    {
        try
        {
            await qemu.ExecuteAsync(new CloseFd(Name), null, cancellationToken);
        }
        catch (QmpErrorException)
        {
            // Taken by the command that wanted it, and closed with what that made.
        }
    }
}

/// <summary>Opens a block node.</summary>
internal sealed record AddBlockNode(JsonObject Options) : PlugCommand
{
    internal override PlugCommand At(IReadOnlyDictionary<string, string> names) => new AddBlockNode(OtherNames.In(Options, names));

    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new BlockdevAdd(Options), null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new BlockdevDel(Options["node-name"]!.GetValue<string>()), null, cancellationToken);
}

/// <summary>Makes the host's end of a character device.</summary>
internal sealed record AddCharacterDevice(string Id, JsonObject Backend) : PlugCommand
{
    internal override PlugCommand At(IReadOnlyDictionary<string, string> names) => new AddCharacterDevice(Id, OtherNames.In(Backend, names));

    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new ChardevAdd(Id, Backend), null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new ChardevRemove(Id), null, cancellationToken);
}

/// <summary>Makes the host's end of a network card.</summary>
internal sealed record AddNetdev(JsonObject Options) : PlugCommand
{
    internal override PlugCommand At(IReadOnlyDictionary<string, string> names) => new AddNetdev(OtherNames.In(Options, names));

    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new NetdevAdd(Options), null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new NetdevDel(Options["id"]!.GetValue<string>()), null, cancellationToken);
}

/// <summary>Makes an object.</summary>
internal sealed record AddObject(JsonObject Options) : PlugCommand
{
    internal override PlugCommand At(IReadOnlyDictionary<string, string> names) => new AddObject(OtherNames.In(Options, names));

    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new ObjectAdd(Options), null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new ObjectDel(Options["id"]!.GetValue<string>()), null, cancellationToken);
}

/// <summary>Plugs the device in: from here on the guest sees it, and only the guest can release it.</summary>
internal sealed record AddDevice(JsonObject Options) : PlugCommand
{
    internal override PlugCommand At(IReadOnlyDictionary<string, string> names) => new AddDevice(OtherNames.In(Options, names));

    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) =>
        qemu.ExecuteAsync(new DeviceAdd(Options), null, cancellationToken);

    // Taken back by unplugging it, which takes the guest's time: see whoever waits for that.
    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What is set on a device that is there, such as its link.</summary>
internal sealed record Tell(QmpVerb<Nothing> Verb) : PlugCommand
{
    public override Task DoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) => qemu.ExecuteAsync(Verb, null, cancellationToken);

    public override Task UndoAsync(IQmpExecutor qemu, CancellationToken cancellationToken) => Task.CompletedTask;
}
