namespace RdsBackup.Retrieval;

/// <summary>Asks the operating system how much room there is.</summary>
internal static class DiskSpace
{
    // ENOSPC and EDQUOT of Linux and macOS come as they are; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows as HRESULTs.
    private static readonly int[] ExhaustedCodes = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Bytes this user may still write to <paramref name="folder"/>; null when that cannot be found out, as for a network share of Windows.</summary>
    public static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether <paramref name="exception"/> says that there was no room left.</summary>
    public static bool IsExhausted(Exception exception) => ExhaustedCodes.Contains(exception.HResult);
}
