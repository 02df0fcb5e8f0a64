using Pando.Qmp;

namespace Pando.Qemu.HotPlug;

/// <summary>The block nodes of a device and their secrets, which the arguments name after it.</summary>
internal static class DeviceNodes
{
    /// <summary>Closes all nodes whose names begin so, the upper ones first.</summary>
    /// <returns>The files that were open for them.</returns>
    /// <exception cref="QmpException">QEMU does not answer, or holds on to one of them.</exception>
    public static async Task<IReadOnlyList<string>> RemoveAsync(IQmpExecutor qemu, string prefix, CancellationToken cancellationToken)
    {
        IReadOnlyList<NamedBlockNodeInfo> all = await qemu.ExecuteAsync(new QueryNamedBlockNodes(), null, cancellationToken);
        var left = all.Where(node => node.NodeName.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(node => node.NodeName, StringComparer.Ordinal).ToList();
        string[] files = [.. left.Select(node => node.File).Distinct(StringComparer.Ordinal)];
        while (left.Count > 0)
        {
            QmpErrorException? refusal = null;
            int before = left.Count;
            foreach (NamedBlockNodeInfo node in left.ToList())
            {
                try
                {
                    await qemu.ExecuteAsync(new BlockdevDel(node.NodeName), null, cancellationToken);
                    left.Remove(node);
                }
                catch (QmpErrorException e)
                {
                    // One above it uses it still; that goes first.
                    refusal = e;
                }
            }

            if (left.Count == before)
            {
                throw refusal!;
            }
        }

        await RemoveSecretsAsync(qemu, prefix, cancellationToken);
        return await DescriptorSets.CloseAsync(qemu, files, cancellationToken);
    }

    /// <summary>They are named after the node that needed them.</summary>
    private static async Task RemoveSecretsAsync(IQmpExecutor qemu, string prefix, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectPropertyInfo> there = await qemu.ExecuteAsync(new QomList("/objects"), null, cancellationToken);
        foreach (ObjectPropertyInfo secret in there.Where(one => one.Type == "child<secret>" && one.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await qemu.ExecuteAsync(new ObjectDel(secret.Name), null, cancellationToken);
        }
    }
}
