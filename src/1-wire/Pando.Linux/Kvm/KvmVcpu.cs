using System.Runtime.InteropServices;

namespace Pando.Linux.Kvm;

/// <summary>A virtual processor and the page it shares with the kernel.</summary>
internal sealed class KvmVcpu : Descriptor
{
    private const nuint RunRequest = 0xAE80;
    private const nuint SetRegistersRequest = 0x4090AE82;
    private const nuint GetSystemRegistersRequest = 0x8138AE83;
    private const nuint SetSystemRegistersRequest = 0x4138AE84;
    private const nuint SetMsrs = 0x4008AE89;
    private const nuint SetCpuid2 = 0x4008AE90;
    private const nuint GetTscKHz = 0xAEA3;

    private readonly MappedMemory _area;

    public KvmVcpu(int number, int areaSize)
        : base(number)
    {
        _area = MappedMemory.Of(this, areaSize);
    }

    /// <summary>What made the last run end.</summary>
    public KvmRun Exit => MemoryMarshal.Read<KvmRun>(_area.Bytes);

    /// <summary>The byte that the guest wrote to a port, or that it will read from it.</summary>
    public ref byte IoByte => ref _area.Bytes[(int)Exit.IoDataOffset];

    public int TscKHz() => this.Call(GetTscKHz, "KVM_GET_TSC_KHZ");

    public void Run()
    {
        while (true)
        {
            try
            {
                this.Call(RunRequest, "KVM_RUN");
                return;
            }
            catch (SyscallException failure) when (failure.Errno is Errno.EINTR or Errno.EAGAIN)
            {
                // A signal of the runtime came between; the guest goes on where it was.
            }
        }
    }

    public unsafe void SetRegisters(KvmRegisters registers) => this.Call(SetRegistersRequest, "KVM_SET_REGS", &registers);

    public unsafe KvmSystemRegisters SystemRegisters
    {
        get
        {
            KvmSystemRegisters registers;
            this.Call(GetSystemRegistersRequest, "KVM_GET_SREGS", &registers);
            return registers;
        }
        set => this.Call(SetSystemRegistersRequest, "KVM_SET_SREGS", &value);
    }

    public unsafe void SetCpuid(byte[] cpuid)
    {
        fixed (byte* pointer = cpuid)
        {
            this.Call(SetCpuid2, "KVM_SET_CPUID2", pointer);
        }
    }

    /// <summary>False when KVM refuses the register or the value (which makes QEMU abort).</summary>
    public unsafe bool TrySetMsr(uint index, ulong value)
    {
        var request = new KvmOneMsr { Count = 1, Index = index, Value = value };
        return this.Call(SetMsrs, "KVM_SET_MSRS", &request) == 1;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _area.Dispose();
        }

        base.Dispose(disposing);
    }
}
