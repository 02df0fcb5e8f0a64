using System.Globalization;
using System.Text.Json;
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

    /// <summary>What QEMU's thread has now of the values that another one says.</summary>
    /// <exception cref="QmpException">QEMU does not answer, or its threads have no such values.</exception>
    public static async Task<IoThreadDefinition> ValuesAsync(IQmpExecutor qemu, IoThreadDefinition wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(wanted);
        return new IoThreadDefinition(wanted.Id)
        {
            ThreadPoolMin = (int?)await ReadAsync("thread-pool-min", wanted.ThreadPoolMin),
            ThreadPoolMax = (int?)await ReadAsync("thread-pool-max", wanted.ThreadPoolMax),
            Polling = wanted.Polling is not { } polling ? null : new IoThreadPolling(
                await ReadAsync("poll-max-ns", polling.MaxNanoseconds), await ReadAsync("poll-grow", polling.Grow), await ReadAsync("poll-shrink", polling.Shrink)),
        };

        async Task<long?> ReadAsync(string property, long? value) => value is null
            ? null
            : (await qemu.ExecuteAsync(new QomGet(Path(wanted.Id), property), null, cancellationToken)).GetInt64();
    }

    /// <summary>Gives a thread what is said of it.</summary>
    /// <param name="qemu">The QEMU.</param>
    /// <param name="before">What it has: never more workers kept than allowed, at no time.</param>
    /// <param name="values">What it gets; null leaves a value.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="QmpException">QEMU refuses a value.</exception>
    public static async Task SetAsync(IQmpExecutor qemu, IoThreadDefinition before, IoThreadDefinition values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(qemu);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(values);
        (string Property, long? Value) least = ("thread-pool-min", values.ThreadPoolMin);
        (string Property, long? Value) most = ("thread-pool-max", values.ThreadPoolMax);
        bool shrinks = values.ThreadPoolMax < before.ThreadPoolMax;
        foreach ((string property, long? value) in ((string, long?)[])
            [
                shrinks ? least : most, shrinks ? most : least,
                ("poll-max-ns", values.Polling?.MaxNanoseconds), ("poll-grow", values.Polling?.Grow), ("poll-shrink", values.Polling?.Shrink),
            ])
        {
            if (value is { } number)
            {
                await qemu.ExecuteAsync(new QomSet(Path(values.Id), property, JsonSerializer.SerializeToElement(number)), null, cancellationToken);
            }
        }
    }

    private static string Path(int number) => $"/objects/{IoThreadArguments.Name(number)}";

    /// <summary>Ends one that nothing uses.</summary>
    public static QmpVerb<Nothing> Remove(int number) => new ObjectDel(IoThreadArguments.Name(number));
}
