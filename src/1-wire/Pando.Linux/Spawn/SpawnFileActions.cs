using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>posix_spawn_file_actions_t: which descriptors the child has, and where it starts.</summary>
internal sealed unsafe class SpawnFileActions : IDisposable
{
    // glibc's object has 80 bytes, musl's fewer.
    private const int ObjectBytes = 512;

    private readonly List<Descriptor> _copies = [];

    public SpawnFileActions()
    {
        Pointer = NativeMemory.AllocZeroed(ObjectBytes);
        Posix.Check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(Pointer));
    }

    public void* Pointer { get; private set; }

    public void OpenNull(int number, int flags)
    {
        using var path = new NativeStrings(["/dev/null"]);
        Posix.Check(
            "posix_spawn_file_actions_addopen",
            Libc.posix_spawn_file_actions_addopen(Pointer, number, path.First, flags, 0));
    }

    /// <summary>
    /// Gives <paramref name="source"/> the number in the child. It is copied above <paramref name="highestTarget"/> first:
    /// else 5→3 would overwrite a 3 that another entry still has to move to 4.
    /// </summary>
    public void Map(SafeHandle source, int number, int highestTarget)
    {
        Descriptor copy = Descriptor.Duplicate(source, highestTarget + 1);
        _copies.Add(copy);
        Posix.Check(
            "posix_spawn_file_actions_adddup2",
            Libc.posix_spawn_file_actions_adddup2(Pointer, (int)copy.DangerousGetHandle(), number));
    }

    public void ChangeDirectory(string directory)
    {
        using var path = new NativeStrings([directory]);
        Posix.Check(
            "posix_spawn_file_actions_addchdir_np",
            Libc.posix_spawn_file_actions_addchdir_np(Pointer, path.First));
    }

    /// <summary>Closes what this process was itself started with and does not know of (glibc 2.34).</summary>
    public void CloseFrom(int lowest) =>
        Posix.Check(
            "posix_spawn_file_actions_addclosefrom_np",
            Libc.posix_spawn_file_actions_addclosefrom_np(Pointer, lowest));

    public void Dispose()
    {
        if (Pointer is not null)
        {
            _ = Libc.posix_spawn_file_actions_destroy(Pointer);
            NativeMemory.Free(Pointer);
            Pointer = null;
        }

        _copies.ForEach(static copy => copy.Dispose());
    }
}
