using Pando.Model;

namespace Pando.LibvirtServer.Procedures;

/// <summary>Sets of the host's processors as libvirt writes them: a bit each, the lowest first.</summary>
internal static class ProcessorMap
{
    // What libvirt's protocol lets through (REMOTE_CPUMAP_MAX, REMOTE_CPUMAPS_MAX).
    private const int MostBytes = 2048;
    private const int MostBytesOfAll = 8_388_608;
    private const int BitsOfByte = 8;

    /// <summary>The processors of a map.</summary>
    public static NumberSet Read(ReadOnlyMemory<byte> map)
    {
        var bytes = map.ToArray();
        return NumberSet.Of(Enumerable.Range(0, bytes.Length * BitsOfByte).Where(number => (bytes[number / BitsOfByte] & (1 << (number % BitsOfByte))) != 0));
    }

    /// <summary>Maps of so many bytes each, one behind the other.</summary>
    /// <param name="sets">The processors; null is all of the host's.</param>
    /// <param name="bytes">The length of a map; processors beyond it are left out.</param>
    /// <param name="host">How many processors the host has.</param>
    public static byte[] Write(IReadOnlyList<NumberSet?> sets, int bytes, int host)
    {
        if (bytes > MostBytes || (long)sets.Count * bytes > MostBytesOfAll)
        {
            throw LibvirtRefusal.InvalidArgument("the map of processors is too large");
        }
        var length = Math.Max(0, bytes);
        var maps = new byte[sets.Count * length];
        for (var i = 0; i < sets.Count; i++)
        {
            foreach (var number in (sets[i]?.Numbers.Items ?? Enumerable.Range(0, host)).Where(number => number / BitsOfByte < length))
            {
                maps[(i * length) + (number / BitsOfByte)] |= (byte)(1 << (number % BitsOfByte));
            }
        }
        return maps;
    }

    /// <summary>The bytes of a map that has every processor of a host.</summary>
    public static int BytesFor(int processors) => (processors + BitsOfByte - 1) / BitsOfByte;
}
