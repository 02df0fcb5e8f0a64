using Pando.Linux.Kernel;

namespace Pando.Linux.Tests.Kernel;

public sealed class KernelTests
{
    [Fact]
    public void Kernel_log_gives_the_texts_of_its_records()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("kmsg"), "6,1,0,-;Linux version\n SUBSYSTEM=cpu\n4,2,10,-;kvm: disabled; by bios\ngarbage\n");

        Assert.Equal(["Linux version", "kvm: disabled; by bios"], KernelLog.Read(folder.File("kmsg")));
    }

    [Fact]
    public void Kernel_log_of_this_machine_is_read_to_its_end_without_waiting()
    {
        try
        {
            Assert.NotEmpty(KernelLog.Read());
        }
        catch (SyscallException refused)
        {
            Assert.SkipUnless(refused.Errno is Errno.ENOENT or Errno.EPERM or Errno.EACCES, refused.Message);
            Assert.Skip("The kernel's log may not be read here.");
        }
    }

    [Fact]
    public void Landlock_says_its_version_or_nothing()
    {
        Assert.InRange(Landlock.Version() ?? 0, 0, 1000);
    }
}
