namespace Pando.Linux.Spawn;

/// <summary>One call of posix_spawn(3) with all that it points to made before: to run it loads, allocates and opens nothing.</summary>
internal sealed unsafe class SpawnCall(NativeStrings arguments, NativeStrings environment, SpawnAttributes attributes, SpawnFileActions actions)
{
    /// <summary>0, or the error number.</summary>
    public int Error { get; private set; }

    public int Pid { get; private set; }

    public void Run()
    {
        int pid;
        Error = Libc.posix_spawnp(&pid, arguments.First, actions.Pointer, attributes.Pointer, arguments.Pointers, environment.Pointers);
        Pid = pid;
    }
}
