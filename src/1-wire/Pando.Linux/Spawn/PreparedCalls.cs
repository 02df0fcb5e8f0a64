using System.Runtime.InteropServices;

namespace Pando.Linux.Spawn;

/// <summary>
/// Calls into the C library, made ready beforehand with every string they need: to run them loads no code and opens no file, so
/// that they may take away what the running thread itself can reach.
/// </summary>
internal sealed unsafe class PreparedCalls : IDisposable
{
    private readonly List<Call> _calls = [];
    private readonly List<string> _descriptions = [];
    private readonly List<nint> _strings = [];
    private Call[] _ready = [];

    /// <summary>What the call that failed was to do; null when all succeeded.</summary>
    public string? Failed { get; private set; }

    public int Error { get; private set; }

    public void Add(string function, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0, string? subject = null)
    {
        _calls.Add(new Call(NativeLibrary.GetExport(LibcHandle.Value, function), a, b, c, d, e, f));
        _descriptions.Add(subject is null ? function : $"{function} {subject}");
    }

    /// <summary>A C string that lives as long as this.</summary>
    public nint Text(string value)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(value);
        _strings.Add(text);
        return text;
    }

    /// <summary>Call it before <see cref="Run"/>: nothing is allocated there.</summary>
    public void Seal() => _ready = [.. _calls];

    /// <summary>All of them in their order, up to one that fails.</summary>
    public bool Run()
    {
        for (int i = 0; i < _ready.Length; i++)
        {
            ref readonly Call call = ref _ready[i];
            // Functions with fewer parameters ignore the registers they don't know. All of them answer with an int, below 0 for a failure.
            nint answer = ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint>)call.Function)(call.A, call.B, call.C, call.D, call.E, call.F);
            if (unchecked((int)answer) < 0)
            {
                Error = Marshal.GetLastSystemError();
                Failed = _descriptions[i];
                return false;
            }
        }

        return true;
    }

    public void Dispose()
    {
        _strings.ForEach(Marshal.FreeCoTaskMem);
        _strings.Clear();
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Call(nint Function, nint A, nint B, nint C, nint D, nint E, nint F);

    private static class LibcHandle
    {
        public static readonly nint Value = NativeLibrary.Load("libc.so.6");
    }
}
