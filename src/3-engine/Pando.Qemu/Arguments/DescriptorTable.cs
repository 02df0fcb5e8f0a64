using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Linux.Spawn;

namespace Pando.Qemu.Arguments;

/// <summary>
/// The descriptors that a QEMU is started with, and the numbers they have there: from 3 upwards, in the order in which
/// the arguments name them.
/// </summary>
/// <remarks>
/// What holds of QEMU 7.2, each tried:
/// a set opens only under the access mode that its descriptor has (a read-only node needs one opened read-only, a
/// writable node one opened read-write, and <c>auto-read-only</c> would need both, so it is not used);
/// O_DIRECT need not be set, QEMU sets it for <c>cache.direct</c>;
/// QEMU's image locks belong to the open file (F_OFD_SETLK): two QEMUs that were given one and the same open file do
/// not see each other's lock, so every start opens its files anew; and the lock stays until the last copy is closed,
/// so the starter closes its own as soon as QEMU runs.
/// </remarks>
public sealed class DescriptorTable(int firstSet = 1)
{
    private const int First = 3;

    private readonly List<InheritedDescriptor> _inherited = [];
    private int _sets = firstSet - 1;

    /// <summary>What the process is to be started with.</summary>
    public IReadOnlyList<InheritedDescriptor> Inherited => _inherited;

    /// <summary>Takes a descriptor in.</summary>
    /// <returns>Its number in QEMU.</returns>
    internal int Add(SafeHandle handle)
    {
        int number = First + _inherited.Count;
        _inherited.Add(new InheritedDescriptor(handle, number));
        return number;
    }

    /// <summary>Takes a descriptor in as a set of its own, for an option that wants a file name.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="note">What <c>query-fdsets</c> shows: the file's path.</param>
    /// <param name="argument">The -add-fd that makes the set.</param>
    /// <returns>The file name.</returns>
    internal string AddSet(SafeHandle handle, string note, out QemuArgument argument)
    {
        int set = ++_sets;
        argument = new KeyValueForm().Add("fd", Add(handle)).Add("set", set).Add("opaque", note).As("-add-fd");
        return string.Create(CultureInfo.InvariantCulture, $"/dev/fdset/{set}");
    }
}
