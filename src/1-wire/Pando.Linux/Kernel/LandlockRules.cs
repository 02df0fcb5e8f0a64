using System.Runtime.InteropServices;
using Pando.Linux.Files;
using Pando.Linux.Spawn;

namespace Pando.Linux.Kernel;

/// <summary>
/// A set of Landlock rules (landlock(7)): a process under it opens nothing but what was granted, signals and traces no process
/// outside, and cannot take it off. Descriptors that it was given keep working.
/// </summary>
internal sealed class LandlockRules : IDisposable
{
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const int PathBeneath = 1;

    private readonly Descriptor _ruleset;
    private readonly ulong _handled;

    private LandlockRules(Descriptor ruleset, ulong handled, int version)
    {
        _ruleset = ruleset;
        _handled = handled;
        Version = version;
    }

    /// <summary>The version of the kernel's interface that the rules were made for.</summary>
    public int Version { get; }

    /// <summary>Rules that grant these and nothing else. A path that does not exist is left out: nobody can open it.</summary>
    /// <exception cref="SyscallException">The kernel has no Landlock, or refuses a rule.</exception>
    public static unsafe LandlockRules Create(IEnumerable<FileGrant> grants)
    {
        int version = Landlock.Version() ?? 0;
        ulong handled = LandlockRights.KnownTo(version);
        // struct landlock_ruleset_attr: files, network (nothing: guests' own user networking connects anywhere), scopes.
        ulong* attributes = stackalloc ulong[3] { handled, 0, LandlockRights.ScopesKnownTo(version) };
        nuint size = (nuint)(version >= LandlockRights.ScopesSince ? 24 : 8);
        long number = Libc.syscall(CreateRuleset, (long)attributes, (long)size, 0, 0);
        if (number < 0)
        {
            throw SyscallException.Last("landlock_create_ruleset");
        }

        var rules = new LandlockRules(new Descriptor((int)number), handled, version);
        try
        {
            foreach (FileGrant grant in grants)
            {
                rules.Allow(grant);
            }

            return rules;
        }
        catch
        {
            rules.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ruleset.Dispose();

    /// <summary>A thread with CAP_SYS_ADMIN needs no PR_SET_NO_NEW_PRIVS for it; any other sets it.</summary>
    public void AddTo(PreparedCalls calls)
    {
        const int setNoNewPrivileges = 38;
        if (Libc.geteuid() != 0)
        {
            calls.Add("prctl", setNoNewPrivileges, 1, subject: "PR_SET_NO_NEW_PRIVS");
        }

        calls.Add("syscall", RestrictSelf, _ruleset.DangerousGetHandle(), 0, subject: "landlock_restrict_self");
    }

    private void Allow(FileGrant grant)
    {
        int number = Libc.openat(Libc.AT_FDCWD, grant.Path, Libc.O_PATH | Libc.O_CLOEXEC, 0);
        if (number < 0)
        {
            var missing = SyscallException.Last("openat", grant.Path);
            if (missing.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES)
            {
                return;
            }

            throw missing;
        }

        using var target = new Descriptor(number);
        Allow(target, grant.Rights, grant.Path);
    }

    /// <summary>Grants rights on what a descriptor (also one opened with O_PATH) stands for.</summary>
    /// <exception cref="SyscallException">The kernel refuses the rule.</exception>
    public unsafe void Allow(Descriptor target, FileRights granted, string path)
    {
        ulong rights = LandlockRights.Of(granted, FileStatus.Of(target).Kind) & _handled;
        if (rights == 0)
        {
            return;
        }

        // struct landlock_path_beneath_attr is packed: 12 bytes.
        byte* rule = stackalloc byte[16];
        Marshal.WriteInt64((nint)rule, (long)rights);
        Marshal.WriteInt32((nint)rule, 8, (int)target.DangerousGetHandle());
        if (Libc.syscall(AddRule, _ruleset.DangerousGetHandle(), PathBeneath, (long)rule, 0) != 0)
        {
            throw SyscallException.Last("landlock_add_rule", path);
        }
    }
}
