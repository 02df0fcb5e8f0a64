using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

public sealed class FolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_move_or_link_onto_a_taken_name_is_refused_and_changes_nothing()
    {
        using var folder = Folder.Open(_temporary.Path);
        Write("a", "a");
        Write("b", "b");
        Assert.False(folder.TryMove("a", folder, "b"));
        Assert.False(folder.TryLink("a", folder, "b"));
        Assert.Equal("b", File.ReadAllText(_temporary.File("b")));
        Assert.True(folder.TryMove("a", folder, "c"));
        Assert.Equal(["b", "c"], folder.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_is_never_followed()
    {
        using var folder = Folder.Open(_temporary.Path);
        Directory.CreateDirectory(_temporary.File("real"));
        Write("file", "secret");
        File.CreateSymbolicLink(_temporary.File("to-file"), _temporary.File("file"));
        File.CreateSymbolicLink(_temporary.File("to-folder"), _temporary.File("real"));
        Assert.Equal(Errno.ELOOP, Assert.Throws<SyscallException>(() => folder.OpenFile("to-file", FileAccess.Read)).Errno);
        Assert.Equal(Errno.ENOTDIR, Assert.Throws<SyscallException>(() => folder.OpenFolder("to-folder")).Errno);
        Assert.Equal(Errno.EEXIST, Assert.Throws<SyscallException>(() => folder.CreateFile("to-file")).Errno);
        Assert.Equal(FileKind.SymbolicLink, folder.TryStatus("to-file")!.Kind);
    }

    [Fact]
    public void A_pipe_is_refused_without_waiting_for_its_writer()
    {
        using var folder = Folder.Open(_temporary.Path);
        using var made = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("mkfifo") { ArgumentList = { _temporary.File("pipe") } })!;
        Assert.True(made.WaitForExit(Limit.Short));
        Assert.Equal(Errno.EINVAL, Assert.Throws<SyscallException>(() => folder.OpenFile("pipe", FileAccess.Read)).Errno);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void What_is_no_single_name_is_refused(string name)
    {
        using var folder = Folder.Open(_temporary.Path);
        Assert.Throws<ArgumentException>(() => folder.OpenFile(name, FileAccess.Read));
        Assert.Throws<ArgumentException>(() => folder.Remove(name));
    }

    [Fact]
    public void Work_goes_on_in_the_same_directory_after_it_was_renamed()
    {
        Directory.CreateDirectory(_temporary.File("before"));
        using var folder = Folder.Open(_temporary.File("before"));
        Directory.Move(_temporary.File("before"), _temporary.File("after"));
        folder.CreateFile("made").Dispose();
        Assert.True(File.Exists(_temporary.File("after/made")));
        Assert.True(folder.Remove("made"));
        Assert.False(folder.Remove("made"));
    }

    [Fact]
    public void Space_is_that_of_the_file_system()
    {
        using var folder = Folder.Open(_temporary.Path);
        var space = folder.Space();
        Assert.InRange(space.AvailableBytes, 1, space.TotalBytes);
        Assert.Equal(new DriveInfo(_temporary.Path).TotalSize, space.TotalBytes);
    }

    [Fact]
    public void An_attribute_stays_with_the_file_under_any_name()
    {
        using var folder = Folder.Open(_temporary.Path);
        using var file = folder.CreateFile("a");
        Assert.SkipUnless(ExtendedAttribute.TrySet(file, "user.pando.test", "máy"), "the file system keeps no user attributes");
        folder.TryMove("a", folder, "b");
        using var again = folder.OpenFile("b", FileAccess.Read);
        Assert.Equal("máy", ExtendedAttribute.TryGet(again, "user.pando.test"));
        Assert.Null(ExtendedAttribute.TryGet(again, "user.pando.other"));
    }

    private void Write(string name, string text) => File.WriteAllText(_temporary.File(name), text);
}
