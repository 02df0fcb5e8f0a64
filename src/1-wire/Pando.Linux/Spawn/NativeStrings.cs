using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>A null-terminated array of C strings, as argv and envp are.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;
    private byte** _pointers;

    public NativeStrings(IReadOnlyCollection<string> values)
    {
        _pointers = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
        foreach (string value in values)
        {
            if (value.Contains('\0', StringComparison.Ordinal))
            {
                Dispose();
                throw new ArgumentException("An argument or environment entry holds a NUL character.", nameof(values));
            }

            _pointers[_count++] = (byte*)Marshal.StringToCoTaskMemUTF8(value);
        }
    }

    public byte** Pointers => _pointers;

    public byte* First => _pointers[0];

    public void Dispose()
    {
        if (_pointers is null)
        {
            return;
        }

        for (int i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)_pointers[i]);
        }

        NativeMemory.Free(_pointers);
        _pointers = null;
    }
}
