using System.Globalization;
using System.Text.Json.Nodes;
using Pando.Model.Domains;
using Pando.Qemu.Machine;
using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>The I/O threads of a running QEMU, which are objects named as at a start.</summary>
public static class IoThreadObjects
{
    private const string Prefix = "iothread";

    /// <summary>The numbers of those that are there.</summary>
    /// <exception cref="QmpException">QEMU does not answer.</exception>
    public static async Task<IReadOnlySet<int>> NumbersAsync(IQmpExecutor qemu, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        IReadOnlyList<IoThreadInfo> there = await qemu.ExecuteAsync(new QueryIothreads(), null, cancellationToken);
        return there.Where(thread => thread.Id.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(thread => int.TryParse(thread.Id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .Where(number => number > 0).ToHashSet();
    }

    /// <summary>Makes one.</summary>
    public static QmpVerb<Nothing> Add(IoThreadDefinition thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        return new ObjectAdd(JsonNode.Parse(IoThreadArguments.Thread(thread).As("-object").Value!)!.AsObject());
    }

    /// <summary>Ends one that nothing uses.</summary>
    public static QmpVerb<Nothing> Remove(int number) => new ObjectDel(IoThreadArguments.Name(number));
}
