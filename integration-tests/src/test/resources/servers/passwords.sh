# Asked by Squid, a line for each user: someone's password is "secret".
while read -r user password; do
  if [ "$user $password" = "someone secret" ]; then echo OK; else echo ERR; fi
done
