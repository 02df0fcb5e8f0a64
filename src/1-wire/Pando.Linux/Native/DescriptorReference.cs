using System.Runtime.InteropServices;

namespace Pando.Linux;

/// <summary>Keeps a SafeHandle open while its bare number is in a system call.</summary>
internal ref struct DescriptorReference
{
    private readonly SafeHandle _handle;
    private bool _held;

    public DescriptorReference(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _handle = handle;
        handle.DangerousAddRef(ref _held);
        Number = checked((int)handle.DangerousGetHandle());
    }

    public int Number { get; }

    public void Dispose()
    {
        if (_held)
        {
            _held = false;
            _handle.DangerousRelease();
        }
    }
}
