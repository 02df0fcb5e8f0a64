using Pando.Linux.Users;

namespace Pando.Linux.Tests.Users;

public sealed class UserDatabaseTests
{
    [Fact]
    public void Users_and_groups_are_found_by_name_and_number()
    {
        Assert.Equal(new UserEntry("root", 0, 0, "/root"), UserDatabase.FindUser("root"));
        Assert.Equal("root", UserDatabase.FindUser(0)!.Name);
        Assert.Equal(new GroupEntry("root", 0), UserDatabase.FindGroup("root"));
        Assert.Equal("root", UserDatabase.FindGroup(0)!.Name);
        Assert.Contains(0u, UserDatabase.GroupsOf(UserDatabase.FindUser("root")!));
    }

    [Fact]
    public void Who_is_not_there_is_null()
    {
        Assert.Null(UserDatabase.FindUser("no-such-user"));
        Assert.Null(UserDatabase.FindUser(4_000_000_001));
        Assert.Null(UserDatabase.FindGroup("no-such-group"));
        Assert.Null(UserDatabase.FindGroup(4_000_000_001));
    }

    [Fact]
    public void Effective_user_is_the_owner_of_what_we_create()
    {
        using var folder = new TemporaryFolder();
        Files.FileStatusProbe.AssertOwner(folder.Path, UserDatabase.EffectiveUid, null);
    }
}
