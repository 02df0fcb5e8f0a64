using Pando.Host.Confinement.Files;
using Pando.Linux.Files;
using Pando.Model.Domains;

namespace Pando.Host.Tests.Confinement;

public sealed class FileMarksTests : IDisposable
{
    private const uint Qemu = 4242;
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-marks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_gets_its_owner_and_mode_back_exactly()
    {
        string file = File("disk", (UnixFileMode)0xDB4);
        using FileMarks marks = Marks();
        DomainId machine = DomainId.New();

        await marks.TakeAsync(machine, file, context: null, (Qemu, Qemu));
        Assert.Equal(Qemu, PathWalk.Status(file).Uid);
        Assert.Empty(await marks.ReturnAllAsync(machine));

        FileStatus status = PathWalk.Status(file);
        Assert.Equal((0u, 0u, (UnixFileMode)0xDB4), (status.Uid, status.Gid, status.Mode));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "marks")));
    }

    [Fact]
    public async Task A_later_daemon_gives_back_what_a_killed_one_had_taken()
    {
        string file = File("disk");
        DomainId machine = DomainId.New();
        using (FileMarks killed = Marks())
        {
            await killed.TakeAsync(machine, file, context: null, (Qemu, Qemu));
        }

        using FileMarks later = Marks();
        Assert.Equal([machine], later.Holders());
        Assert.Empty(await later.ReturnAllAsync(machine));

        Assert.Equal(0u, PathWalk.Status(file).Uid);
    }

    [Fact]
    public async Task A_file_that_two_machines_share_is_given_back_by_the_last()
    {
        string file = File("iso");
        using FileMarks marks = Marks();
        DomainId one = DomainId.New();
        DomainId other = DomainId.New();
        await marks.TakeAsync(one, file, context: null, (Qemu, Qemu));
        await marks.TakeAsync(other, file, context: null, (Qemu, Qemu));

        await marks.ReturnAllAsync(one);
        Assert.Equal(Qemu, PathWalk.Status(file).Uid);
        await marks.ReturnAllAsync(other);
        Assert.Equal(0u, PathWalk.Status(file).Uid);
    }

    [Fact]
    public async Task What_somebody_else_has_changed_meanwhile_stays_theirs()
    {
        string file = File("disk");
        using FileMarks marks = Marks();
        DomainId machine = DomainId.New();
        await marks.TakeAsync(machine, file, context: null, (Qemu, Qemu));
        using (HeldPath held = HeldPath.Open(file))
        {
            held.ChangeOwner(7, 7);
        }

        await marks.ReturnAllAsync(machine);

        Assert.Equal(7u, PathWalk.Status(file).Uid);
        Assert.Empty(marks.Holders());
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_left_alone()
    {
        string file = File("disk");
        using FileMarks marks = Marks();
        DomainId machine = DomainId.New();
        await marks.TakeAsync(machine, file, context: null, (Qemu, Qemu));
        System.IO.File.Move(file, file + ".old");
        File("disk");
        using (HeldPath held = HeldPath.Open(file))
        {
            held.ChangeOwner(Qemu, Qemu);
        }

        Assert.Empty(await marks.ReturnAllAsync(machine));

        Assert.Equal(Qemu, PathWalk.Status(file).Uid);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_forgotten()
    {
        string file = File("disk");
        using FileMarks marks = Marks();
        DomainId machine = DomainId.New();
        await marks.TakeAsync(machine, file, context: null, (Qemu, Qemu));
        System.IO.File.Delete(file);

        Assert.Empty(await marks.ReturnAllAsync(machine));
        Assert.Empty(marks.Holders());
    }

    private FileMarks Marks()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root gives files away.");
        return new FileMarks(Path.Combine(_folder, "marks"));
    }

    private string File(string name, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, "content");
        System.IO.File.SetUnixFileMode(path, mode);
        return path;
    }
}
